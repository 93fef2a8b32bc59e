namespace Polyfills.Tests.Nuke;

internal static class OrderAssertions
{
    public static void ShouldBeInOrder(this IReadOnlyList<string> actual, params string[] expected) =>
        actual.Where(expected.Contains).ShouldBe(expected);
}
