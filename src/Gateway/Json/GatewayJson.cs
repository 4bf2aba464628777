using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AuthServe.Gateway.Access;
using AuthServe.Gateway.Accounts;
using AuthServe.Gateway.Audit;
using AuthServe.Gateway.Clients;
using AuthServe.Gateway.Health;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.Invitations;
using AuthServe.Gateway.OAuth;
using AuthServe.Gateway.Organizations;
using AuthServe.Gateway.Permissions;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Roles;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Sessions;
using AuthServe.Gateway.SignIns;
using AuthServe.Gateway.Users;

namespace AuthServe.Gateway.Json;

/// <summary>Every type that goes over HTTP as JSON. What is not here does not.</summary>
[JsonSerializable(typeof(SignUpRequest))]
[JsonSerializable(typeof(SignedUpModel))]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(TokenModel))]
[JsonSerializable(typeof(MeModel))]
[JsonSerializable(typeof(UpdateMeRequest))]
[JsonSerializable(typeof(SwitchOrganizationRequest))]
[JsonSerializable(typeof(UserModel))]
[JsonSerializable(typeof(PageModel<UserModel>))]
[JsonSerializable(typeof(AddUserRequest))]
[JsonSerializable(typeof(UpdateUserRequest))]
[JsonSerializable(typeof(InvitationModel))]
[JsonSerializable(typeof(PageModel<InvitationModel>))]
[JsonSerializable(typeof(InviteRequest))]
[JsonSerializable(typeof(AcceptInvitationRequest))]
[JsonSerializable(typeof(JoinedModel))]
[JsonSerializable(typeof(RoleModel))]
[JsonSerializable(typeof(PageModel<RoleModel>))]
[JsonSerializable(typeof(CreateRoleRequest))]
[JsonSerializable(typeof(UpdateRoleRequest))]
[JsonSerializable(typeof(PermissionModel))]
[JsonSerializable(typeof(PageModel<PermissionModel>))]
[JsonSerializable(typeof(CreatePermissionRequest))]
[JsonSerializable(typeof(ImportRequest))]
[JsonSerializable(typeof(ManifestModel))]
[JsonSerializable(typeof(DifferenceModel))]
[JsonSerializable(typeof(ClientModel))]
[JsonSerializable(typeof(PageModel<ClientModel>))]
[JsonSerializable(typeof(CreateClientRequest))]
[JsonSerializable(typeof(UpdateClientRequest))]
[JsonSerializable(typeof(RotateSecretRequest))]
[JsonSerializable(typeof(EffectivePermissionsModel))]
[JsonSerializable(typeof(ExplainedPermissionsModel))]
[JsonSerializable(typeof(EvaluationRequest))]
[JsonSerializable(typeof(EvaluationsRequest))]
[JsonSerializable(typeof(EvaluationModel))]
[JsonSerializable(typeof(EvaluationsModel))]
[JsonSerializable(typeof(SubjectSearchRequest))]
[JsonSerializable(typeof(ResourceSearchRequest))]
[JsonSerializable(typeof(ActionSearchRequest))]
[JsonSerializable(typeof(SearchModel<SubjectModel>))]
[JsonSerializable(typeof(SearchModel<ResourceModel>))]
[JsonSerializable(typeof(SearchModel<ActionModel>))]
[JsonSerializable(typeof(DecisionPointModel))]
[JsonSerializable(typeof(AccessErrorModel))]
[JsonSerializable(typeof(SessionModel))]
[JsonSerializable(typeof(PageModel<SessionModel>))]
[JsonSerializable(typeof(ChangePasswordRequest))]
[JsonSerializable(typeof(RequestPasswordResetRequest))]
[JsonSerializable(typeof(ResetPasswordRequest))]
[JsonSerializable(typeof(VerifyEmailRequest))]
[JsonSerializable(typeof(AcceptedModel))]
[JsonSerializable(typeof(OrganizationModel))]
[JsonSerializable(typeof(UpdateOrganizationRequest))]
[JsonSerializable(typeof(DeleteOrganizationRequest))]
[JsonSerializable(typeof(AuditEntryModel))]
[JsonSerializable(typeof(PageModel<AuditEntryModel>))]
[JsonSerializable(typeof(AuditVerificationModel))]
[JsonSerializable(typeof(PageModel<SignInModel>))]
[JsonSerializable(typeof(OAuthErrorModel))]
[JsonSerializable(typeof(TokenRequestModel))]
[JsonSerializable(typeof(OAuthTokenModel))]
[JsonSerializable(typeof(TokenQueryModel))]
[JsonSerializable(typeof(IntrospectionModel))]
[JsonSerializable(typeof(DeviceRequestModel))]
[JsonSerializable(typeof(DeviceModel))]
[JsonSerializable(typeof(PushedRequestModel))]
[JsonSerializable(typeof(PushedModel))]
[JsonSerializable(typeof(UserInfoModel))]
[JsonSerializable(typeof(ProblemModel))]
[JsonSerializable(typeof(JwksModel))]
[JsonSerializable(typeof(HealthModel))]
internal sealed partial class GatewayJson : JsonSerializerContext
{
    private const int MaxDepth = 16;

    /// <summary>The types, as <see cref="Apply"/> has them written and read.</summary>
    public static GatewayJson Http { get; } = new(Apply(new JsonSerializerOptions()));

    /// <summary>Sets up how requests are read, strictly, and answers written.</summary>
    public static JsonSerializerOptions Apply(JsonSerializerOptions options)
    {
        options.TypeInfoResolver = Default;
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.MaxDepth = MaxDepth;
        // No answer is ever put into HTML: it is sent as JSON, and browsers are told not to guess.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        return options;
    }
}
