using System.Reflection;
using System.Text;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Grains.Storage;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;
using Xunit;

namespace AuthServe.Grains.Tests.House;

/// <summary>
/// What goes between processes of different versions is written down in <c>OrleansContracts.txt</c>, so that a change to it shows in
/// review. Lines are only ever added. <c>AUTHSERVE_WRITE_EXPECTED=1</c> writes the file anew.
/// </summary>
public sealed class ContractManifestTests
{
    [Theory]
    [InlineData("GrainInterfaces", typeof(IUserGrain))]
    [InlineData("Grains", typeof(CommittedGrain<>))]
    public void Contracts_are_as_written_down(string project, Type member)
    {
        var actual = Describe(member.Assembly);
        var path = Path.Combine(ExpectedFiles.Root, "src", project, "OrleansContracts.txt");

        ExpectedFiles.AssertEqual(path, actual);
    }

    private static string Describe(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetTypes().Where(type => Alias(type)?.StartsWith("authserve.", StringComparison.Ordinal) == true).OrderBy(type => Alias(type), StringComparer.Ordinal))
        {
            text.Append(Alias(type)).Append('\n');
            var lines = type.IsInterface ? Methods(type) : type.IsEnum ? Values(type) : Members(type);
            foreach (var line in lines.Order(StringComparer.Ordinal)) text.Append("  ").Append(line).Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<string> Methods(Type contract) => contract
        .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Select(method =>
        {
            var parameters = method.GetParameters().Where(parameter => parameter.ParameterType != typeof(CancellationToken));
            var interleaves = method.GetCustomAttribute<AlwaysInterleaveAttribute>() is null ? "" : " interleaved";
            return $"{Alias(method)}({string.Join(", ", parameters.Select(parameter => Name(parameter.ParameterType)))}) -> {Name(method.ReturnType)}{interleaves}";
        });

    private static IEnumerable<string> Values(Type values) =>
        Enum.GetValuesAsUnderlyingType(values).Cast<object>().Select(value => $"{value} {Enum.GetName(values, value)}");

    private static IEnumerable<string> Members(Type message) => message
        .GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(member => member.GetCustomAttribute<IdAttribute>() is not null)
        .Select(member => $"{member.GetCustomAttribute<IdAttribute>()!.Id:D2} {Name(member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType)}");

    private static string? Alias(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>()?.Alias;

    private static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value) return Name(value) + "?";
        if (!type.IsGenericType) return Alias(type) ?? type.Name;
        var name = Alias(type.GetGenericTypeDefinition()) ?? type.Name;
        return $"{name[..name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }
}
