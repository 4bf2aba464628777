using AuthServe.Permissions;

namespace AuthServe.Micro;

/// <summary>Names as a real catalogue has them: few services, some resources each, the same actions on all.</summary>
internal static class Names
{
    private static readonly string[] Services = ["billing", "shipping", "warehouse", "customer-care", "payroll"];
    private static readonly string[] Resources = ["invoice", "invoice-line", "order", "parcel", "address", "contract", "refund", "ledger"];
    private static readonly string[] Actions = ["create", "read", "write", "delete", "approve"];

    /// <summary>200 names; every service has a ledger whose last action is <c>all</c>.</summary>
    public static IEnumerable<PermissionName> TwoHundred()
    {
        foreach (var service in Services)
        {
            foreach (var resource in Resources)
            {
                foreach (var action in Actions)
                {
                    var last = resource == "ledger" && action == "approve" ? PermissionName.AllAction : action;
                    yield return PermissionName.Parse($"{service}.{resource}.{last}");
                }
            }
        }
    }

    /// <summary>The same text in another string, as a request brings it.</summary>
    public static PermissionName Fresh(string name) => PermissionName.Parse(name.AsSpan().ToString());
}
