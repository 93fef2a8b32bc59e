namespace Pipeline.Deployments.Decisions;

/// <summary>How the build that a tag names compares with the one that is delivered.</summary>
public enum BuildAge
{
    /// <summary>Not later: an earlier one, one of another branch, or none of these sources at all.</summary>
    NotLater,

    /// <summary>Later: the delivered commit is among its ancestors.</summary>
    Later,

    /// <summary>Neither this clone nor its remote knows the commit.</summary>
    Unknown,
}
