namespace Pipeline.Deployments.Decisions;

/// <summary>The age of a build, compared with the delivered one.</summary>
public enum BuildAge
{
    /// <summary>Not later: an earlier build, one of another branch, or one of other sources.</summary>
    NotLater,

    /// <summary>Later: the delivered commit is among its ancestors.</summary>
    Later,

    /// <summary>Neither this clone nor its remote knows the commit.</summary>
    Unknown,
}
