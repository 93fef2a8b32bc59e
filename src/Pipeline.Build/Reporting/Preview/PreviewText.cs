using System.Globalization;
using Pipeline.Build.Preview;
using Pipeline.Deployments;
using Pipeline.Foundation;

namespace Pipeline.Build.Reporting.Preview;

/// <summary>Writes a preview as text.</summary>
internal static class PreviewText
{
    private const int FilesShown = 3;

    /// <summary>Writes a header, and a paragraph for each service.</summary>
    public static void Write(DeliveryPreview preview, TextWriter output)
    {
        // Written at once: the console flushes each line, and a thousand services have thousands.
        using var whole = new StringWriter { NewLine = output.NewLine };
        Compose(preview, whole);
        output.Write(MessageText.Lines(whole.ToString()));
    }

    private static void Compose(DeliveryPreview preview, StringWriter output)
    {
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{preview.Platform} {preview.Tag} → {preview.Environment}: {Count(preview.Services.Length, "service")}, {Steps(preview)}, {Count(preview.Services.Sum(service => service.Changes.Length), "line")} to change"
            )
        );
        if (preview.Since is { } since && preview.Services.IsEmpty)
            output.WriteLine(SelectionText.NothingToDo(since));
        if (preview.Manifests is { } origin && !preview.Services.IsEmpty)
            output.WriteLine($"manifests: {origin}");
        if (preview.Frozen is { } frozen)
            output.WriteLine($"! {frozen}: Bump would refuse each service");
        foreach (var service in preview.Services)
            Compose(service, output);
    }

    private static void Compose(ServicePreview service, StringWriter output)
    {
        output.WriteLine();
        output.WriteLine($"{service.Name}: {service.Reason}");
        output.WriteLine($"  steps   {(service.Steps.IsEmpty ? "none" : string.Join(' ', service.Steps))}");
        if (!service.Cached.IsEmpty)
            output.WriteLine($"  cached  {string.Join(' ', service.Cached)}");
        if (service.Image is { } image)
            output.WriteLine($"  image   {image}");
        foreach (var file in service.Uncommitted.Take(FilesShown))
            output.WriteLine($"  differs {file}");
        if (service.Uncommitted.Length > FilesShown)
            output.WriteLine($"  differs … and {service.Uncommitted.Length - FilesShown} more");
        if (service.Note is { } note)
            output.WriteLine($"  note    {note}");
        foreach (var change in service.Changes)
        {
            output.WriteLine($"  {change.File}:{change.Line}");
            output.WriteLine($"  - {change.Before.Trim()}");
            output.WriteLine($"  + {change.After.Trim()}");
        }
    }

    private static string Steps(DeliveryPreview preview)
    {
        var steps = Count(preview.Services.Sum(service => service.Steps.Length), "step");
        var cached = preview.Services.Sum(service => service.Cached.Length);
        return cached == 0 ? steps : string.Create(CultureInfo.InvariantCulture, $"{steps} ({cached} cached)");
    }

    private static string Count(int number, string thing) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {thing}{(number == 1 ? "" : "s")}");
}
