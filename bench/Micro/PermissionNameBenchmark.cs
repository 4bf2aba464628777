using AuthServe.Permissions;
using BenchmarkDotNet.Attributes;

namespace AuthServe.Micro;

[MemoryDiagnoser]
public class PermissionNameBenchmark
{
    [Params("desk.ticket.close", "customer-care.invoice-line.mark_as_paid", "desk.ticket.Close")]
    public string Text { get; set; } = "";

    [Benchmark]
    public bool TryParse() => PermissionName.TryParse(Text, out _);
}
