namespace Pipeline.Build.Reporting.GitHub;

/// <summary>Workflow commands of GitHub's runner.</summary>
/// <remarks>https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands</remarks>
internal static class WorkflowCommand
{
    /// <summary>A command: <c>::name key=value,key=value::message</c>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="message">Its message, of any text.</param>
    /// <param name="properties">Its properties, of any text; those without a value are left out.</param>
    public static string Of(string name, string message, params IEnumerable<(string Key, string? Value)> properties)
    {
        var stated = string.Join(
            ',',
            properties
                .Where(property => !string.IsNullOrEmpty(property.Value))
                .Select(property => $"{property.Key}={Property(property.Value!)}")
        );
        return $"::{name}{(stated.Length > 0 ? " " : "")}{stated}::{Message(message)}";
    }

    private static string Message(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal)
            .Replace("\r", "%0D", StringComparison.Ordinal)
            .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) =>
        Message(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
