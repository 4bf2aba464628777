using AuthServe.Permissions;
using BenchmarkDotNet.Attributes;

namespace AuthServe.Micro;

/// <summary>A set of 200 names.</summary>
[MemoryDiagnoser]
public class PermissionSetBenchmark
{
    private readonly PermissionName[] _names = [.. Names.TwoHundred()];
    private readonly PermissionSet _set = PermissionSet.From(Names.TwoHundred());
    private readonly PermissionName _hit = Names.Fresh("warehouse.parcel.write");
    private readonly PermissionName _hitByAll = Names.Fresh("warehouse.ledger.export");
    private readonly PermissionName _miss = Names.Fresh("warehouse.parcel.export");

    [Benchmark]
    public bool Contains() => _set.Contains(_hit);

    [Benchmark]
    public bool ContainsByAll() => _set.Contains(_hitByAll);

    [Benchmark]
    public bool ContainsNot() => _set.Contains(_miss);

    [Benchmark]
    public PermissionSet From() => PermissionSet.From(_names);
}
