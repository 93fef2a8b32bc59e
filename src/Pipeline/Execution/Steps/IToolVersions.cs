namespace Pipeline.Execution.Steps;

/// <summary>Finds the versions of the tools that would run.</summary>
public interface IToolVersions
{
    /// <summary>Identifies the version of a tool; null where it does not answer.</summary>
    Task<string?> Of(ToolProbe probe);
}
