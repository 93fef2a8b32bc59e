namespace Pipeline.Execution.Steps;

/// <summary>Tells which versions of tools would run.</summary>
public interface IToolVersions
{
    /// <summary>What tells this tool from any other version of it; null where it does not answer.</summary>
    Task<string?> Of(ToolProbe probe);
}
