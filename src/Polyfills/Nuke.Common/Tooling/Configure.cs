namespace Nuke.Common.Tooling;

/// <summary>Takes options and hands back those to use.</summary>
public delegate T Configure<T>(T options);
