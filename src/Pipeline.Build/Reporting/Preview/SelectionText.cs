using Pipeline.Catalog;
using Pipeline.Planning;

namespace Pipeline.Build.Reporting.Preview;

/// <summary>Reports the services that a change affects, and why.</summary>
internal static class SelectionText
{
    /// <summary>Writes a line for each service, or that there is none; nothing for a run without a base.</summary>
    /// <param name="services">The services that a run works on.</param>
    /// <param name="since">The base; null or blank where there is none.</param>
    /// <param name="output">Takes the lines.</param>
    public static void Write(ImmutableArray<SelectedSource> services, string? since, TextWriter output)
    {
        if (string.IsNullOrWhiteSpace(since))
            return;

        output.WriteLine(services.IsEmpty ? NothingToDo(since) : $"affected since {since}:");
        foreach (var (service, reason) in services)
            output.WriteLine($"  {service.Name}: {reason}");
        output.WriteLine();
    }

    /// <summary>
    /// Says why base images that were selected alone have nothing to do; nothing where there are none.
    /// </summary>
    /// <param name="bases">The base images.</param>
    /// <param name="targets">The invoked targets, none of which works on base images.</param>
    /// <param name="output">Takes the line.</param>
    public static void WriteLeftOut(
        ImmutableArray<SelectedSource> bases,
        ImmutableArray<string> targets,
        TextWriter output
    )
    {
        if (!bases.IsEmpty)
            output.WriteLine(
                $"base images are built, scanned, pushed and signed, and nothing else: {string.Join(", ", targets)} {(targets.Length == 1 ? "has" : "have")} nothing to do for {string.Join(", ", bases.Select(one => one.Source.Name))}"
            );
    }

    /// <summary>Names what a sparse checkout leaves out; nothing where it leaves out none.</summary>
    public static void WriteNotHere(Platform platform, TextWriter output)
    {
        var missing = platform.BasesAndServices.Where(source => !source.IsCheckedOut).Select(source => source.Name);
        if (string.Join(", ", missing) is { Length: > 0 } names)
            output.WriteLine($"not in this sparse checkout, and left out: {names}\n");
    }

    /// <summary>Says that no service is affected.</summary>
    internal static string NothingToDo(string since) =>
        $"Nothing that changed since {since} affects one of the services: there is nothing to do.";
}
