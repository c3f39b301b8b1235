namespace Kinora.Data;

/// <summary>One labelled clip.</summary>
/// <param name="Name">Its path below the data set's root, with '/' on every system; names the clip in lists, splits and random draws.</param>
/// <param name="Path">Where the file lies.</param>
/// <param name="Label">The number of its class in <see cref="DataSet.Labels"/>.</param>
/// <param name="Group">What must not lie on both sides of a split: a person, a recording, a source video; null where unknown.</param>
public sealed record Sample(string Name, string Path, int Label, string? Group);
