using Microsoft.Extensions.Options;

namespace AuthServe.Grains.Credentials;

[OptionsValidator]
internal sealed partial class SignInOptionsValidator : IValidateOptions<SignInOptions>;
