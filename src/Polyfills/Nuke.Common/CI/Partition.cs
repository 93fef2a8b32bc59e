#nullable disable annotations

using System.ComponentModel;
using System.Globalization;

namespace Nuke.Common.CI;

/// <summary>One of several parts of a target, each of which a machine of its own runs.</summary>
[TypeConverter(typeof(TypeConverter))]
public class Partition
{
    /// <summary>The whole.</summary>
    public static Partition Single { get; } = new() { Part = 1, Total = 1 };

    /// <summary>Number of the part, from 1.</summary>
    public int Part { get; set; }

    /// <summary>Number of parts.</summary>
    public int Total { get; set; }

    /// <summary>Whether what belongs to this part number belongs to this run.</summary>
    public bool IsIn(int part) => Total == 1 || part == Part;

    /// <summary>The items of this part: dealt out one by one, like cards.</summary>
    public IEnumerable<T> GetCurrent<T>(IEnumerable<T> enumerable) =>
        enumerable.Where((_, index) => index % Total == Part - 1);

    /// <inheritdoc/>
    public override string ToString() => $"{Part}/{Total}";

    /// <summary>Reads <c>part/total</c>.</summary>
    public class TypeConverter : System.ComponentModel.TypeConverter
    {
        /// <inheritdoc/>
        public override bool CanConvertFrom(ITypeDescriptorContext context, Type sourceType) =>
            sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

        /// <inheritdoc/>
        public override object ConvertFrom(ITypeDescriptorContext context, CultureInfo culture, object value) =>
            value is string text && text.Split('/') is [var part, var total]
                ? new Partition { Part = int.Parse(part), Total = int.Parse(total) }
                : base.ConvertFrom(context, culture, value);
    }
}
