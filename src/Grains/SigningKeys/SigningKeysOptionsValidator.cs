using Microsoft.Extensions.Options;

namespace AuthServe.Grains.SigningKeys;

[OptionsValidator]
internal sealed partial class SigningKeysOptionsValidator : IValidateOptions<SigningKeysOptions>;
