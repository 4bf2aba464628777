using Microsoft.Playwright;
using Xunit;

namespace AuthServe.RelyingParties.Tests.Chromium;

/// <summary>One headless Chromium for the tests of a class; each opens a profile of its own.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Installed.Chromium,
            // Its own sandbox is not to be had for root or in a container; it opens nothing but pages of this machine.
            Args = ["--no-sandbox"],
        });
    }

    /// <summary>A page in a profile without cookies.</summary>
    public async Task<IPage> OpenAsync() => await (await _browser!.NewContextAsync()).NewPageAsync();

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
