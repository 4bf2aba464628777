using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServe.GrainInterfaces.SigningKeys;
using AuthServe.Grains.Clients;
using AuthServe.Grains.Credentials;
using AuthServe.Grains.Emails;
using AuthServe.Grains.Grants;
using AuthServe.Grains.Idempotency;
using AuthServe.Grains.Invitations;
using AuthServe.Grains.Links;
using AuthServe.Grains.LoginNames;
using AuthServe.Grains.Organizations;
using AuthServe.Grains.Permissions;
using AuthServe.Grains.Roles;
using AuthServe.Grains.SigningKeys;
using AuthServe.Grains.Storage;
using AuthServe.Grains.Users;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;
using Xunit;

namespace AuthServe.Grains.Tests.House;

/// <summary>
/// A file in <c>Golden/</c> shows how each stored type looks in the database. Every later version must read it: when a type changes, a
/// file with the next number joins it. <c>AUTHSERVE_WRITE_EXPECTED=1</c> writes the newest ones anew.
/// </summary>
public sealed class StoredStateTests(SharedSilo silo)
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly Guid Id = Guid.Parse("019b7c00-0000-7000-8000-000000000001");
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly RoleState Role = new()
    {
        Name = "clerk",
        DisplayName = "Clerk",
        IsSystem = true,
        Permissions = ["billing.invoice.create"],
        Incarnation = 2,
        Revision = 3,
        CreatedAt = Time,
    };

    private static readonly CatalogueItem Item = new() { Slug = "billing.invoice.create", Description = "Create invoices", IsSystem = true, CreatedAt = Time };
    private static readonly AccountProfile Profile = new() { Username = "alice", PrimaryEmail = "alice@example.com", DisplayName = "Alice", IsService = true, IsEmailVerified = true };

    private static readonly MembershipState Membership = new()
    {
        IsActive = true,
        JoinedAt = Time,
        Revision = 4,
        Assignments = [new() { Role = "clerk", Incarnation = 2, Resource = "invoice/42", ExpiresAt = Time }],
        DisplayName = "Alice of Acme",
    };

    private static readonly ClientState Client = new()
    {
        Organization = Id,
        Name = "Billing",
        IsConfidential = true,
        AuthenticationMethod = "client_secret_basic",
        RedirectUris = ["https://billing.example.com/callback"],
        PostLogoutRedirectUris = ["https://billing.example.com/"],
        GrantTypes = ["authorization_code"],
        Scopes = ["openid"],
        IsFirstParty = true,
        Jwks = "{}",
        Secrets = [new() { Sha256 = "hash", CreatedAt = Time, ExpiresAt = Time }],
        Revision = 4,
        CreatedAt = Time,
    };

    private static readonly InvitationState Invitation = new()
    {
        Status = InvitationStatus.Revoked,
        Organization = Id,
        OrganizationName = "Acme",
        Email = "carol@example.com",
        Role = "clerk",
        Incarnation = 2,
        InvitedBy = Id,
        InviterName = "Alice",
        CreatedAt = Time,
        Link = new() { Salt = "c2FsdA==", Sha256 = "aGFzaA==", ExpiresAt = Time },
        Revision = 4,
    };

    private static readonly LogEntry Entry = new()
    {
        Revision = 4,
        Actor = Id,
        Time = Time,
        Command = "member.add",
        Target = "alice",
        RequestId = "request",
        Before = "{}",
        After = "{}",
        Hash = "hash",
        Profile = new() { Name = "Acme", Domain = "acme.example", Type = "teams", MfaRequired = true },
        IsDeletion = true,
        ChangedRoles = [Role],
        RemovedRoles = ["auditor"],
        Catalogue = new() { Added = [Item], Removed = ["billing.invoice.delete"] },
        Member = new() { User = Id, Profile = Profile, Membership = Membership, IsNewAccount = true },
        Client = new() { Client = Id, State = Client },
        Sessions = new() { User = Id, Ended = [Id] },
        Request = new() { Id = Id, Answer = "c2VhbGVk" },
        Invitation = new() { Invitation = Id, State = Invitation },
    };

    private static readonly MailedLink MailedLink = new()
    {
        Mail = Id,
        RequestedAt = Time,
        Address = "alice@example.com",
        Link = new() { Salt = "c2FsdA==", Sha256 = "aGFzaA==", ExpiresAt = Time },
    };

    private static readonly Dictionary<string, object> Samples = new(StringComparer.Ordinal)
    {
        ["catalogue"] = new CatalogueState { Revision = 4, Items = [Item] },
        ["client"] = Client,
        ["credentials"] = new CredentialsState
        {
            PasswordHash = "$argon2id$...",
            Generation = 2,
            Attempts = 3,
            LastAttemptAt = Time,
            LockedUntil = Time,
            Reset = MailedLink,
        },
        ["email-verification"] = new EmailVerificationState { Link = MailedLink, NextAddress = "alice@next.example", ChangeRequestedAt = Time },
        ["grant"] = new GrantState
        {
            Stage = GrantStage.Code,
            Salt = "c2FsdA==",
            ExpiresAt = Time,
            ClientId = "authserve",
            PushedParameters = "{}",
            IsOpened = true,
            User = Id,
            Organization = Id,
            Scopes = ["openid"],
            PasswordGeneration = 2,
            AuthenticatedAt = Time,
            Agent = "curl",
            IsRefreshable = true,
            Browser = Id,
            Code = new() { RedirectUri = "https://app.example/callback", Challenge = "challenge", Nonce = "nonce" },
            Generation = 3,
            RotatedAt = Time,
        },
        ["idempotency"] = new IdempotencyState { Id = Id, StartedAt = Time, Request = "bWFyaw==", Seed = "c2VhbGVk", Answer = "c2VhbGVk" },
        ["invitation"] = Invitation,
        ["login-name"] = new LoginNameState { User = Id, Organization = Id, ReservedUntil = Time },
        ["organization"] = new OrganizationState
        {
            IsAbandoned = true,
            IsDeleted = true,
            Profile = new() { Name = "Acme", Domain = "acme.example", Type = "teams", MfaRequired = true },
            CreatedAt = Time,
            Revision = 4,
            HashedFrom = 2,
            Roles = [new() { Name = "clerk", Revision = 3 }],
            Owners = [Id],
            Pending = Entry,
        },
        ["role"] = Role,
        ["signing-keys"] = new SigningKeysState
        {
            Version = 2,
            Keys = [new() { KeyId = "kid", Algorithm = "ES256", Phase = KeyPhase.Retiring, Since = Time, SealedPrivateKey = "c2VhbGVk" }],
        },
        ["user"] = new UserState
        {
            Profile = Profile,
            CreatedAt = Time,
            Version = 5,
            Memberships = new UserState().Memberships.Add(Id, Membership),
            Left = new UserState().Left.Add(Id, 3),
            Unannounced = new UserState().Unannounced.Add(Id, Profile),
            FreedNames = ["e/alice@example.org"],
            LastOrganization = Id,
            Sessions = new UserState().Sessions.Add(Id, new()
            {
                ClientId = "authserve",
                Organization = Id,
                PasswordGeneration = 2,
                AuthenticatedAt = Time,
                StartedAt = Time,
                ExpiresAt = Time,
                Agent = "curl",
            }),
            RevokedTokens = new UserState().RevokedTokens.Add("token", Time),
            PasswordGeneration = 2,
        },
        ["user-code"] = new UserCodeState { Grant = Id, Until = Time },
    };

    public static TheoryData<string> States => new(Samples.Keys);

    private IGrainStorageSerializer Serializer => silo.Services.GetRequiredService<IGrainStorageSerializer>();

    [Theory]
    [MemberData(nameof(States))]
    public void Is_written_as_the_newest_file_shows(string state)
    {
        var newest = Directory.GetFiles(Folder, $"{state}.v*.json").Order(StringComparer.Ordinal).LastOrDefault() ?? Path.Combine(Folder, $"{state}.v1.json");

        ExpectedFiles.AssertEqual(newest, Pretty(Write(Samples[state])));
    }

    [Theory]
    [MemberData(nameof(States))]
    public void Every_version_ever_written_is_read_whole(string state)
    {
        foreach (var file in Directory.GetFiles(Folder, $"{state}.v*.json"))
        {
            var stored = BinaryData.FromBytes(File.ReadAllBytes(file));
            var read = Read(Samples[state].GetType(), stored);

            AssertKept(JsonNode.Parse(stored)!, JsonNode.Parse(Write(read))!, Path.GetFileName(file));
        }
    }

    [Fact]
    public void Every_stored_type_has_a_sample()
    {
        var stored = typeof(CommittedGrain<>).Assembly.GetTypes()
            .Where(type => type.BaseType is { IsGenericType: true } parent && parent.GetGenericTypeDefinition() == typeof(CommittedGrain<>));

        Assert.Equal(
            stored.Select(grain => (HouseRulesTests.TypeNameOf(grain), grain.BaseType!.GetGenericArguments()[0])).OrderBy(pair => pair.Item1),
            Samples.Select(sample => (sample.Key, sample.Value.GetType())).OrderBy(pair => pair.Key));
    }

    // Whatever an old file says is said again; what was added since may stand beside it.
    private static void AssertKept(JsonNode stored, JsonNode written, string at)
    {
        switch (stored)
        {
            case JsonObject members:
                foreach (var (name, member) in members.Where(member => member.Value is not null))
                {
                    Assert.True(written[name] is not null, $"{at}.{name} is lost.");
                    AssertKept(member!, written[name]!, $"{at}.{name}");
                }

                break;
            case JsonArray items:
                Assert.Equal(items.Count, written.AsArray().Count);
                for (var item = 0; item < items.Count; item++) AssertKept(items[item]!, written[item]!, $"{at}[{item}]");
                break;
            default:
                Assert.Equal(stored.ToJsonString(), written.ToJsonString());
                break;
        }
    }

    private static string Folder => Path.Combine(ExpectedFiles.Root, "tests", "Grains.Tests", "Golden");

    private BinaryData Write(object value) => (BinaryData)Invoke(nameof(IGrainStorageSerializer.Serialize), value.GetType(), value);

    private object Read(Type type, BinaryData data) => Invoke(nameof(IGrainStorageSerializer.Deserialize), type, data);

    private object Invoke(string method, Type type, object argument) =>
        typeof(IGrainStorageSerializer).GetMethod(method)!.MakeGenericMethod(type).Invoke(Serializer, [argument])!;

    private static string Pretty(BinaryData data) => JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(data), Readable) + "\n";
}
