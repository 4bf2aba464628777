namespace AuthServe.Gateway.Problems;

/// <summary>The codes that the gateway itself gives; grains give the others.</summary>
internal static class ProblemCodes
{
    public const string FormRefused = "form.refused";
    public const string IdempotencyInProgress = "idempotency.in_progress";
    public const string IdempotencyKeyReused = "idempotency.key_reused";
    public const string InternalError = "internal.error";
    public const string MethodNotAllowed = "route.method_not_allowed";
    public const string OrganizationNotFound = "organization.not_found";
    public const string PermissionRequired = "permission.required";
    public const string PersonalSessionRequired = "session.not_personal";
    public const string PreconditionFailed = "precondition.failed";
    public const string RateLimitExceeded = "rate_limit.exceeded";
    public const string RequestInvalid = "request.invalid";
    public const string RequestTooLarge = "request.too_large";
    public const string RevisionNotReached = "revision.not_reached";
    public const string RouteNotFound = "route.not_found";
    public const string ScopeTooLarge = "scope.too_large";
    public const string ServiceUnavailable = "service.unavailable";
    public const string TokenInvalid = "token.invalid";
    public const string TokenMissing = "token.missing";
    public const string TokenRevoked = "token.revoked";
    public const string UnsupportedMediaType = "request.unsupported_media_type";
    public const string UserNotFound = "user.not_found";
}
