using Kinora.Video;

namespace Kinora.Synthesis;

/// <summary>What to render: how many clips of whom, how long, how large.</summary>
public sealed record RenderOptions
{
    /// <summary>Names of all actions that can be rendered, in the order of KTH.</summary>
    public static IReadOnlyList<string> AllActions { get; } = [.. Motions.KthAction.All.Select(action => action.Name)];

    /// <summary>Number of people, 1 or more. Person 3 is the same whether there are 3 or 30.</summary>
    public int Persons { get; init; } = 12;

    /// <summary>Clips of each action that each person gives, 1 or more: outdoors, outdoors with a change of scale, in other clothes, indoors, and so on; each person begins with another of them.</summary>
    public int Takes { get; init; } = 4;

    /// <summary>Length of a clip in seconds, above 0.</summary>
    public double Seconds { get; init; } = 3;

    /// <summary>Height and width in pixels, both even and at least 16.</summary>
    public FrameSize Size { get; init; } = new(120, 160);

    /// <summary>Frames a second, above 0 to 1000.</summary>
    public double FrameRate { get; init; } = 25;

    /// <summary>Everything is drawn from it: the same seed and options give the same frames, whatever the number of workers.</summary>
    public long Seed { get; init; } = 42;

    /// <summary>Which actions, by name; all when empty.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>Threads that render; 0 takes every core.</summary>
    public int Workers { get; init; }

    /// <summary>Frames of a clip, at least 1.</summary>
    public int FrameCount => Math.Max(1, (int)Math.Round(Seconds * FrameRate));
}
