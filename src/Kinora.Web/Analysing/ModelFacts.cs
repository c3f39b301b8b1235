namespace Kinora.Web.Analysing;

/// <summary>What a model is.</summary>
/// <param name="Name">What requests call it; each model of a server has another one.</param>
/// <param name="Network">The network, as <c>kinora models</c> lists it.</param>
/// <param name="Labels">The actions it can tell apart.</param>
/// <param name="Frames">Frames of one clip.</param>
/// <param name="Height">Height in pixels of the pictures it sees.</param>
/// <param name="Width">Width in pixels of the pictures it sees.</param>
public sealed record ModelFacts(string Name, string Network, IReadOnlyList<string> Labels, int Frames, int Height, int Width);
