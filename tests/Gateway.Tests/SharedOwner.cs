using Xunit;

namespace AuthServe.Gateway.Tests;

/// <summary>One owner for all tests of a class that only ask: signing up is what costs time.</summary>
public sealed class SharedOwner(Service service) : IAsyncLifetime
{
    public Session Session { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Session = await service.Api.SignUpAsync();

    public ValueTask DisposeAsync() => default;
}
