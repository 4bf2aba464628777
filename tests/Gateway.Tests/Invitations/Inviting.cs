using System.Net;

namespace AuthServe.Gateway.Tests.Invitations;

/// <summary>What tests do with invitations.</summary>
internal static class Inviting
{
    /// <summary>Invites, and reads the token out of the mail.</summary>
    public static async Task<string> InviteAsync(this Service service, Session by, string email, string role = "user")
    {
        (await by.PostAsync("/v1/invitations", new { email, role })).Expect(HttpStatusCode.Created);
        return await service.ReceiveAsync(email);
    }

    /// <summary>The token in the next mail to that address.</summary>
    public static async Task<string> ReceiveAsync(this Service service, string email) =>
        (await service.Silo.Mail.ReceiveAsync(email, "accept-invitation", Xunit.TestContext.Current.CancellationToken)).Token;

    /// <summary>Accepts with a new account.</summary>
    public static Task<Answer> AcceptAsync(this Api api, string token, string username) =>
        api.PostAsync("/v1/invitations/accept", new { token, username, password = Api.Password });

    /// <summary>Makes somebody who has an account a member of another's organization; their session there.</summary>
    public static async Task<Session> JoinAsync(this Service service, Session user, Session owner, string role = "user")
    {
        var token = await service.InviteAsync(owner, $"{Api.NewName()}@example.com", role);
        (await user.PostAsync("/v1/invitations/accept", new { token })).Expect(HttpStatusCode.OK);
        return await user.SwitchAsync(owner.OrgId);
    }

    /// <summary>The same user in another organization, without the password.</summary>
    public static async Task<Session> SwitchAsync(this Session user, string organization)
    {
        var switched = (await user.PostAsync("/v1/me/sessions", new { organization })).Expect(HttpStatusCode.OK);
        return user with { Token = switched["access_token"], OrgId = organization };
    }
}
