#nullable disable annotations

using System.ComponentModel;
using System.Globalization;
using System.Reflection;

namespace Nuke.Common.Tooling;

/// <summary>A set of named values, one public static field each, that a parameter can be of.</summary>
public abstract class Enumeration
{
    /// <summary>The value as text.</summary>
    protected string Value { get; set; }

    /// <summary>The value as text; null stays null.</summary>
    public static implicit operator string(Enumeration value) => value?.Value;

    /// <summary>Whether both are the same value of the same type.</summary>
    public static bool operator ==(Enumeration a, Enumeration b) => Equals(a, b);

    /// <summary>Whether the values differ.</summary>
    public static bool operator !=(Enumeration a, Enumeration b) => !Equals(a, b);

    /// <inheritdoc/>
    public override bool Equals(object obj) =>
        obj is Enumeration other && other.GetType() == GetType() && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value is null ? 0 : StringComparer.Ordinal.GetHashCode(Value);

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <summary>Whether the texts are the same.</summary>
    protected bool Equals(Enumeration other) => Value == other.Value;

    /// <summary>Reads the value by the name of its field, without regard to case.</summary>
    public class TypeConverter<T> : TypeConverter
    {
        /// <inheritdoc/>
        public override bool CanConvertFrom(ITypeDescriptorContext context, Type sourceType) =>
            sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

        /// <inheritdoc/>
        public override object ConvertFrom(ITypeDescriptorContext context, CultureInfo culture, object value)
        {
            if (value is not string name)
                return base.ConvertFrom(context, culture, value);

            var fields = typeof(T).GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic);
            var field = Array.Find(
                fields,
                field => string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase)
            );
            return field?.GetValue(obj: null)
                ?? throw new ArgumentException($"{typeof(T).Name} has no value '{name}'.", nameof(value));
        }
    }
}
