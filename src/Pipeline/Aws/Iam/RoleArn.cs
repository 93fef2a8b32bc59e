namespace Pipeline.Aws.Iam;

/// <summary>The ARN of a role, <c>arn:aws:iam::ACCOUNT:role/PATH/NAME</c>; the catalog has checked its form.</summary>
internal sealed record RoleArn(string Text)
{
    private string[] Parts => Text.Split(':', 6);

    /// <summary>The partition, such as <c>aws</c> or <c>aws-cn</c>.</summary>
    public string Partition => Parts[1];

    /// <summary>The account that has it.</summary>
    public string Account => Parts[4];

    /// <summary>Its path, <c>/</c> at its ends; that alone where it has none.</summary>
    public string Path => Text[Text.IndexOf('/')..(Text.LastIndexOf('/') + 1)];

    /// <summary>Its name, without its path.</summary>
    public string Name => Text[(Text.LastIndexOf('/') + 1)..];
}
