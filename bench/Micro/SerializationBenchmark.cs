using System.Buffers;
using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Leases;
using AuthServe.GrainInterfaces.Organizations;
using AuthServe.GrainInterfaces.Users;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace AuthServe.Micro;

/// <summary>What is sent between gateway and silo, written and read again.</summary>
[MemoryDiagnoser]
public class SerializationBenchmark
{
    private static readonly DateTimeOffset Later = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ArrayBufferWriter<byte> _buffer = new(1 << 20);
    private readonly Serializer _serializer =
        new ServiceCollection().AddSerializer(builder => builder.AddAssembly(typeof(MemberCopy).Assembly)).BuildServiceProvider().GetRequiredService<Serializer>();

    private readonly Question _question = new("warehouse.parcel.write", "parcel/1");
    private readonly CheckResult _answer = new(true, 42, ["clerk"], null);

    // Three roles and five sessions.
    private readonly MemberCopy _member = new(
        7, 42, [.. Enumerable.Range(0, 3).Select(role => new HeldRole($"role{role}", 1, null, null))],
        [.. Enumerable.Range(0, 5).Select(_ => new LiveSession(new(Guid.NewGuid()), Later))], []);

    // Ten roles of a hundred permissions.
    private readonly PolicySnapshot _policy = new(42, [.. Enumerable.Range(0, 10).Select(role => new RoleGrant($"role{role}", 1, Permissions()))]);

    [Benchmark]
    public Question Question() => Copy(_question);

    [Benchmark]
    public CheckResult Answer() => Copy(_answer);

    [Benchmark]
    public MemberCopy Member() => Copy(_member);

    [Benchmark]
    public PolicySnapshot Policy() => Copy(_policy);

    private static ImmutableArray<string> Permissions() => [.. Names.TwoHundred().Take(100).Select(name => name.Value)];

    private T Copy<T>(T value)
    {
        _buffer.ResetWrittenCount();
        _serializer.Serialize(value, _buffer);
        return _serializer.Deserialize<T>(_buffer.WrittenMemory)!;
    }
}
