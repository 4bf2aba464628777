using System.Collections.Immutable;
using System.ComponentModel;
using AuthServe.GrainInterfaces.Outcomes;

namespace AuthServe.Gateway.Input;

/// <summary>A slice of a list.</summary>
internal sealed record PageModel<T>(
    ImmutableArray<T> Items,
    [property: Description("Pass it as cursor for the next slice; null at the end.")] string? NextCursor)
{
    /// <summary>The slice a grain answered.</summary>
    public static PageModel<T> From<TContract>(Page<TContract> page, Func<TContract, T> convert) =>
        new([.. page.Items.Select(convert)], PageQuery.CursorOf(page.Next));
}
