using System.Reflection;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Grains.Storage;
using AuthServe.Permissions;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;
using Xunit;

namespace AuthServe.Grains.Tests.House;

/// <summary>The rules of the house that a compiler does not hold.</summary>
public sealed class HouseRulesTests
{
    private static readonly Assembly Grains = typeof(CommittedGrain<>).Assembly;
    private static readonly Assembly Interfaces = typeof(IUserGrain).Assembly;
    private static readonly Type[] GrainClasses = [.. Grains.GetTypes().Where(type => typeof(Grain).IsAssignableFrom(type) && !type.IsAbstract)];

    private static readonly Type[] GrainContracts =
        [.. Grains.GetTypes().Concat(Interfaces.GetTypes()).Where(type => type.IsInterface && typeof(IAddressable).IsAssignableFrom(type))];

    [Theory]
    [InlineData("AuthServe.Permissions")]
    [InlineData("AuthServe.GrainInterfaces")]
    [InlineData("AuthServe.Grains", "AuthServe.GrainInterfaces", "AuthServe.Permissions")]
    [InlineData("AuthServe.Silo", "AuthServe.Grains", "AuthServe.GrainInterfaces", "AuthServe.Permissions")]
    [InlineData("AuthServe.Gateway", "AuthServe.GrainInterfaces", "AuthServe.Permissions")]
    public void References_go_one_way(string project, params string[] allowed)
    {
        var ours = Assembly.Load(project).GetReferencedAssemblies()
            .Select(assembly => assembly.Name!)
            .Where(name => name.StartsWith("AuthServe.", StringComparison.Ordinal));

        Assert.Empty(ours.Except(allowed));
    }

    [Fact]
    public void The_engine_needs_nothing_but_the_base_class_library() => Assert.All(
        typeof(PermissionName).Assembly.GetReferencedAssemblies(),
        assembly => Assert.StartsWith("System.", assembly.Name, StringComparison.Ordinal));

    [Fact]
    public void Grains_are_sealed_and_internal() =>
        Assert.All(GrainClasses, grain => Assert.True(grain is { IsSealed: true, IsPublic: false }, grain.FullName));

    [Fact]
    public void A_state_is_named_as_its_grain_and_no_two_alike()
    {
        var names = GrainClasses
            .SelectMany(grain => grain.GetConstructors().Single().GetParameters()
                .Select(parameter => parameter.GetCustomAttribute<PersistentStateAttribute>()?.StateName)
                .Where(name => name is not null)
                .Select(name => (Grain: TypeNameOf(grain), State: name!)))
            .ToArray();

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Equal(name.Grain, name.State));
        Assert.Distinct(names.Select(name => name.State));
    }

    [Fact]
    public void No_grain_is_reentrant() => Assert.All(
        GrainClasses,
        grain => Assert.True(
            grain.GetCustomAttribute<ReentrantAttribute>() is null && grain.GetCustomAttribute<MayInterleaveAttribute>() is null, grain.FullName));

    [Fact]
    public void Every_contract_and_method_has_a_name_that_outlives_its_code() => Assert.All(
        GrainContracts,
        contract =>
        {
            Assert.True(contract.GetCustomAttribute<AliasAttribute>() is not null, contract.FullName);
            Assert.All(
                contract.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly),
                method => Assert.True(method.GetCustomAttribute<AliasAttribute>() is not null, $"{contract.Name}.{method.Name}"));
        });

    [Fact]
    public void Every_grain_method_can_be_cancelled() => Assert.All(
        GrainContracts.Where(contract => typeof(IGrain).IsAssignableFrom(contract)).SelectMany(contract => contract.GetMethods()),
        method => Assert.True(
            method.GetParameters() is [.., { IsOptional: true } last] && last.ParameterType == typeof(CancellationToken),
            $"{method.DeclaringType!.Name}.{method.Name}"));

    [Fact]
    public void Every_message_is_immutable_and_named() => Assert.All(
        Grains.GetTypes().Concat(Interfaces.GetTypes()).Where(type => type.GetCustomAttribute<GenerateSerializerAttribute>() is not null),
        message =>
        {
            Assert.True(message.GetCustomAttribute<AliasAttribute>() is not null, message.FullName);
            var isImmutable = message.IsEnum || typeof(Exception).IsAssignableFrom(message) || message.GetCustomAttribute<ImmutableAttribute>() is not null;
            Assert.True(isImmutable, message.FullName);
            Assert.All(message.GetProperties().Where(IsSettable), property => Assert.Fail($"{message.Name}.{property.Name} can be set."));
        });

    internal static string TypeNameOf(Type grain) => (string)grain.GetCustomAttributesData()
        .Single(attribute => attribute.AttributeType == typeof(GrainTypeAttribute)).ConstructorArguments[0].Value!;

    private static bool IsSettable(PropertyInfo property) =>
        property is { DeclaringType.Assembly: var assembly, SetMethod: { IsPublic: true } setter } && (assembly == Grains || assembly == Interfaces)
        && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit));
}
