using System.Xml;
using System.Xml.Linq;
using Pipeline.Foundation.Failures;

namespace Pipeline.Quality.Testing;

/// <summary>Reads the XML reports of tools.</summary>
internal static class ReportXml
{
    /// <summary>Reads a report.</summary>
    /// <param name="report">What it is, for the message.</param>
    /// <param name="file">Its file.</param>
    /// <param name="read">Reads its root; it must not leave anything to be read later.</param>
    /// <exception cref="StepFailedException">It is truncated, or of another form: it proves nothing.</exception>
    public static T Read<T>(string report, string file, Func<XElement, T> read)
    {
        try
        {
            // A document type would name further files.
            using var reader = XmlReader.Create(file, new() { DtdProcessing = DtdProcessing.Ignore });
            return read(XDocument.Load(reader).Root!);
        }
        catch (Exception broken) when (broken is XmlException or FormatException or OverflowException)
        {
            throw new StepFailedException($"the {report} in {file} cannot be read: {broken.Message}");
        }
    }
}
