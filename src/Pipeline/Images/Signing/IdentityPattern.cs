using System.Text.RegularExpressions;

namespace Pipeline.Images.Signing;

/// <summary>A pattern for identities, where <c>*</c> stands for any characters.</summary>
internal static class IdentityPattern
{
    /// <summary>The pattern as an anchored regular expression, in the syntax that Go and .NET share.</summary>
    public static string Expression(string pattern) =>
        $"^{string.Join(".*", pattern.Split('*').Select(Regex.Escape))}$";

    /// <summary>True where an identity matches a pattern.</summary>
    public static bool Matches(string pattern, string identity) =>
        Regex.IsMatch(identity, Expression(pattern), RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
