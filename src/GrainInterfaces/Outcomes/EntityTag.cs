using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AuthServe.GrainInterfaces.Clients;
using AuthServe.GrainInterfaces.Organizations;
using AuthServe.GrainInterfaces.Permissions;
using AuthServe.GrainInterfaces.Roles;
using AuthServe.GrainInterfaces.Users;

namespace AuthServe.GrainInterfaces.Outcomes;

/// <summary>
/// Tells one state of a resource from any other (RFC 9110, section 8.8.3): a hash of all that it says. A revision would not do: what a
/// member or a client says also changes with the roles it has, and with time.
/// </summary>
public static partial class EntityTag
{
    private const int Bytes = 128 / 8;

    /// <summary>The tag of a role.</summary>
    public static string Of(Role role) => Of(role, Contracts.Default.Role);

    /// <summary>The tag of a permission.</summary>
    public static string Of(Permission permission) => Of(permission, Contracts.Default.Permission);

    /// <summary>The tag of a member.</summary>
    public static string Of(Member member) => Of(member, Contracts.Default.Member);

    /// <summary>The tag of a client.</summary>
    public static string Of(Client client) => Of(client, Contracts.Default.Client);

    /// <summary>The tag of an organization.</summary>
    public static string Of(Organization organization) => Of(organization, Contracts.Default.Organization);

    /// <summary>The tag of what is made of an organization as a whole: any change of it is another revision.</summary>
    public static string Of(long revision) => revision.ToString(CultureInfo.InvariantCulture);

    private static string Of<T>(T resource, JsonTypeInfo<T> type) =>
        Base64Url.EncodeToString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(resource, type)).AsSpan(0, Bytes));

    [JsonSerializable(typeof(Role))]
    [JsonSerializable(typeof(Permission))]
    [JsonSerializable(typeof(Member))]
    [JsonSerializable(typeof(Client))]
    [JsonSerializable(typeof(Organization))]
    private sealed partial class Contracts : JsonSerializerContext;
}
