using CliWrap.Buffered;

namespace EndToEnd.Tests.Bootstrap;

/// <summary>One checkout that was built once; each test begins with its state.</summary>
public sealed class BuiltCheckout : IAsyncLifetime
{
    private readonly Checkout _checkout = Checkout.Fresh();

    /// <summary>What the first start said.</summary>
    public BufferedCommandResult FirstStart { get; private set; } = null!;

    /// <summary>The checkout as it was after the first start.</summary>
    public async Task<Checkout> RestoreAsync()
    {
        await _checkout.RestoreAsync();
        return _checkout;
    }

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        FirstStart = await _checkout.BuildAsync("one", "two words", "");
        await _checkout.SaveAsync();
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _checkout.Dispose();
        return ValueTask.CompletedTask;
    }
}

[CollectionDefinition(nameof(BuiltCheckout))]
public sealed class BuiltCheckoutCollection : ICollectionFixture<BuiltCheckout>;
