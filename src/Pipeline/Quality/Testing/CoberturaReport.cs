using System.Xml.Linq;

namespace Pipeline.Quality.Testing;

/// <summary>Reads Cobertura's XML, in which coverage.py and coverlet report the lines that tests covered.</summary>
internal static class CoberturaReport
{
    /// <summary>The share of lines that ran by all reports, in percent; null where there are none.</summary>
    public static double? Read(IEnumerable<string> files)
    {
        var totals = files
            .Select(file => XDocument.Load(file).Root!)
            .Select(root =>
                (Valid: (int?)root.Attribute("lines-valid") ?? 0, Covered: (int?)root.Attribute("lines-covered") ?? 0)
            )
            .ToArray();
        var valid = totals.Sum(total => total.Valid);
        return valid == 0 ? null : 100.0 * totals.Sum(total => total.Covered) / valid;
    }
}
