using System.Text.RegularExpressions;
using Pipeline.Deployments.GitOps.Manifests;
using YamlDotNet.Core;

namespace Pipeline.Deployments.GitOps.Linting;

/// <summary>The type of an unquoted value.</summary>
internal enum ScalarKind
{
    /// <summary>Nothing.</summary>
    Null,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number with a fraction or an exponent.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,
}

/// <summary>
/// Classifies values as Kubernetes does, by YAML 1.1: <c>on</c>, <c>yes</c> and <c>n</c> are not strings there.
/// </summary>
internal static partial class ScalarClassification
{
    private static readonly HashSet<string> Booleans = new(StringComparer.OrdinalIgnoreCase)
    {
        "true",
        "false",
        "yes",
        "no",
        "on",
        "off",
        "y",
        "n",
    };

    /// <summary>The type of a value.</summary>
    public static ScalarKind Of(ManifestScalar scalar) =>
        scalar.Style != ScalarStyle.Plain || scalar.HasTag ? ScalarKind.Text
        : scalar.Value is "" or "~" or "null" or "Null" or "NULL" ? ScalarKind.Null
        : Booleans.Contains(scalar.Value) ? ScalarKind.Boolean
        : Integer().IsMatch(scalar.Value) ? ScalarKind.Integer
        : Number().IsMatch(scalar.Value) ? ScalarKind.Number
        : ScalarKind.Text;

    /// <summary>The type in words.</summary>
    public static string Name(this ScalarKind kind) =>
        kind switch
        {
            ScalarKind.Text => "a text",
            ScalarKind.Integer or ScalarKind.Number => "a number",
            ScalarKind.Boolean => "true or false",
            _ => "nothing",
        };

    [GeneratedRegex(
        @"^[-+]?(0|[1-9][0-9_]*|0[0-7_]+|0o[0-7]+|0x[0-9a-fA-F_]+|0b[01_]+)$",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Integer();

    [GeneratedRegex(
        @"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$|^[-+]?\.(inf|Inf|INF)$|^\.(nan|NaN|NAN)$",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Number();
}
