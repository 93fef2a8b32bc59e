#nullable disable annotations

using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Nuke.Common.IO;

/// <summary>
/// A rooted path in its normal form: one kind of separator, no <c>.</c>, no <c>..</c>, no separator at the end.
/// </summary>
[TypeConverter(typeof(TypeConverter))]
[DebuggerDisplay("{_path}")]
public class AbsolutePath : IAbsolutePathHolder, IFormattable
{
    /// <summary>Format of <see cref="ToString(string)"/>: always in double quotes.</summary>
    public const string DoubleQuote = "d";

    /// <summary>Format of <see cref="ToString(string)"/>: in double quotes where the path contains a space.</summary>
    public const string DoubleQuoteIfNeeded = "dn";

    /// <summary>Format of <see cref="ToString(string)"/>: always in single quotes.</summary>
    public const string SingleQuote = "s";

    /// <summary>Format of <see cref="ToString(string)"/>: in single quotes where the path contains a space.</summary>
    public const string SingleQuoteIfNeeded = "sn";

    /// <summary>Format of <see cref="ToString(string)"/>: the path as it is.</summary>
    public const string NoQuotes = "nq";

    private readonly string _path;

    private AbsolutePath(string path) => _path = PathConstruction.NormalizePath(path);

    /// <summary>Name of the last part, with its extension.</summary>
    public string Name => Path.GetFileName(_path);

    /// <summary>Name of the last part, without its extension.</summary>
    public string NameWithoutExtension => Path.GetFileNameWithoutExtension(_path);

    /// <summary>Extension of the last part with its dot; empty where there is none.</summary>
    public string Extension => Path.GetExtension(_path);

    /// <summary>The directory that holds this path; null at a root.</summary>
    public AbsolutePath Parent => PathConstruction.IsRoot(_path) ? null : this / "..";

    AbsolutePath IAbsolutePathHolder.Path => this;

    /// <summary>Takes a rooted path.</summary>
    public static AbsolutePath Create(string path) => new(path);

    /// <summary>Takes a rooted path; null stays null.</summary>
    /// <exception cref="ArgumentException">The path is relative.</exception>
    public static implicit operator AbsolutePath(string path)
    {
        if (path is null)
            return null;

        return PathConstruction.HasPathRoot(path)
            ? new AbsolutePath(path)
            : throw new ArgumentException(
                $"The path '{path}' is relative, and an absolute one is expected.",
                nameof(path)
            );
    }

    /// <summary>The path as text; null stays null.</summary>
    public static implicit operator string(AbsolutePath path) => path?._path;

    /// <summary>Goes up: <c>path / ..</c> is the parent.</summary>
    public static AbsolutePath operator /(AbsolutePath left, Range range) =>
        range.Equals(Range.All)
            ? left.Parent
            : throw new ArgumentException($"Only '..' can follow a path, not '{range}'.", nameof(range));

    /// <summary>Goes down: the relative path <paramref name="right"/> seen from <paramref name="left"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="right"/> is rooted, or leads above the root.</exception>
    public static AbsolutePath operator /(AbsolutePath left, string right) =>
        new(PathConstruction.Combine(left._path, right));

    /// <summary>Appends to the name.</summary>
    public static AbsolutePath operator +(AbsolutePath left, string right) => new(left._path + right);

    /// <summary>
    /// Whether both are the same path: without regard to case under a drive letter, to the letter elsewhere.
    /// </summary>
    public static bool operator ==(AbsolutePath a, AbsolutePath b) => Equals(a, b);

    /// <summary>Whether the paths differ.</summary>
    public static bool operator !=(AbsolutePath a, AbsolutePath b) => !Equals(a, b);

    /// <inheritdoc/>
    public override bool Equals(object obj) => obj is AbsolutePath other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Comparer.GetHashCode(_path);

    /// <inheritdoc/>
    public override string ToString() => _path;

    /// <summary>The path quoted as <paramref name="format"/> (one of the constants of this class) says.</summary>
    /// <exception cref="ArgumentException">The format is none of these.</exception>
    public string ToString(string format) =>
        format switch
        {
            null or NoQuotes => _path,
            DoubleQuote => Quote('"'),
            DoubleQuoteIfNeeded => NeedsQuotes ? Quote('"') : _path,
            SingleQuote => Quote('\''),
            SingleQuoteIfNeeded => NeedsQuotes ? Quote('\'') : _path,
            _ => throw new ArgumentException(
                $"'{format}' is not a format of a path: use d, dn, s, sn or nq.",
                nameof(format)
            ),
        };

    string IFormattable.ToString(string format, IFormatProvider formatProvider) => ToString(format);

    /// <summary>Whether <paramref name="other"/> is the same path.</summary>
    protected bool Equals(AbsolutePath other) => Comparer.Equals(_path, other._path);

    private StringComparer Comparer =>
        PathConstruction.HasWinRoot(_path) ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    private bool NeedsQuotes => _path.Contains(' ', StringComparison.Ordinal);

    private string Quote(char quote) => $"{quote}{_path}{quote}";

    /// <summary>Reads a path; a relative one is seen from the working directory.</summary>
    public class TypeConverter : System.ComponentModel.TypeConverter
    {
        /// <inheritdoc/>
        public override bool CanConvertFrom(ITypeDescriptorContext context, Type sourceType) =>
            sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

        /// <inheritdoc/>
        public override object ConvertFrom(ITypeDescriptorContext context, CultureInfo culture, object value) =>
            value switch
            {
                null => null,
                string path => FromWorkingDirectory(path),
                _ => base.ConvertFrom(context, culture, value),
            };
    }

    internal static AbsolutePath FromWorkingDirectory(string path) =>
        PathConstruction.HasPathRoot(path) ? path : new AbsolutePath(Environment.CurrentDirectory) / path;
}
