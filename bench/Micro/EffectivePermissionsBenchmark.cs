using AuthServe.Permissions;
using BenchmarkDotNet.Attributes;

namespace AuthServe.Micro;

/// <summary>A user with three roles that carry 200 names between them, alone and with one assignment limited to an object.</summary>
[MemoryDiagnoser]
public class EffectivePermissionsBenchmark
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly RolePolicy _exporter;
    private readonly OrganizationPolicy _policy;
    private readonly RoleAssignment[] _assignments;
    private readonly EffectivePermissions _effective;
    private readonly EffectivePermissions _limited;
    private readonly PermissionName _hit = Names.Fresh("warehouse.parcel.write");
    private readonly PermissionName _hitByAll = Names.Fresh("warehouse.ledger.export");
    private readonly PermissionName _miss = Names.Fresh("warehouse.parcel.export");

    public EffectivePermissionsBenchmark()
    {
        _exporter = new RolePolicy("exporter", 1, PermissionSet.From([_miss]));
        var names = Names.TwoHundred().ToList();
        _policy = OrganizationPolicy.Create(1,
        [
            new RolePolicy("clerk", 1, PermissionSet.From(names.Take(100))),
            new RolePolicy("keeper", 1, PermissionSet.From(names.Skip(80))),
            new RolePolicy("reader", 1, PermissionSet.From(names.Where(name => name.Action == "read"))),
            _exporter,
        ]);
        _assignments = [new("clerk", 1, null, null), new("keeper", 1, null, null), new("reader", 1, null, null)];
        _effective = _policy.Compile(_assignments);
        _limited = _policy.Compile([.. _assignments, new RoleAssignment("exporter", 1, "parcel/1", null)]);
    }

    [Benchmark]
    public Decision Check() => _effective.Check(_hit, null, Now);

    [Benchmark]
    public Decision CheckByAll() => _effective.Check(_hitByAll, null, Now);

    [Benchmark]
    public Decision CheckRefused() => _effective.Check(_miss, null, Now);

    [Benchmark]
    public Decision CheckLimited() => _limited.Check(_miss, "parcel/1", Now);

    [Benchmark]
    public EffectivePermissions Compile() => _policy.With(2, _exporter).Compile(_assignments);

    [Benchmark]
    public EffectivePermissions CompileAgain() => _policy.Compile(_assignments);
}
