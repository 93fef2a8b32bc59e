namespace Pipeline.Catalog;

/// <summary>How the images of a service are versioned.</summary>
public enum Versioning
{
    /// <summary>By the commit alone, such as <c>a3f2b1c</c>.</summary>
    Sha,

    /// <summary>
    /// By year, month and a count, such as <c>2026.02.1</c>: https://calver.org, <c>YYYY.0M.MICRO</c>.
    /// </summary>
    Calver,

    /// <summary>By the changes that commits state, such as <c>1.4.0</c>: https://semver.org.</summary>
    Semver,
}
