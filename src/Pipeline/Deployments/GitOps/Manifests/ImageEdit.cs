using System.Text.RegularExpressions;
using YamlDotNet.Core;

namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>A new value for one scalar of a file.</summary>
/// <param name="Scalar">The scalar.</param>
/// <param name="Value">The new value; nothing in it needs escaping.</param>
internal sealed partial record ImageEdit(ManifestScalar Scalar, string Value)
{
    /// <summary>How it is written: as before, but quoted where YAML would not read a plain string.</summary>
    public ScalarStyle Style =>
        Scalar.Style == ScalarStyle.Plain && IsOtherType ? ScalarStyle.DoubleQuoted : Scalar.Style;

    /// <summary>The index of the first UTF-16 code unit to replace; existing quotes stay.</summary>
    public int Start => Scalar.ValueStart + Quote;

    /// <summary>The index after the last one.</summary>
    public int End => Scalar.End - Quote;

    /// <summary>The replacement.</summary>
    public string Text => Style == Scalar.Style ? Value : $"\"{Value}\"";

    private int Quote => Scalar.Style == ScalarStyle.Plain ? 0 : 1;

    // No other YAML type contains a slash, as most references do.
    private bool IsOtherType => !Value.Contains('/') && OtherType().IsMatch(Value);

    // A tag of digits alone, or with an "e" among them, is a number to YAML 1.1, as Go's readers of Kubernetes files
    // take it; so are octal, hexadecimal and binary ones. Words are booleans or null, and dates are times.
    [GeneratedRegex(
        @"^([-+]?[0-9][0-9_]*(\.[0-9_]*)?(e[-+]?[0-9]+)?|0[xob][0-9a-f_]+|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*|y|yes|n|no|on|off|true|false|null|~)$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex OtherType();
}
