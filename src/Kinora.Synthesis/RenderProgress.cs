namespace Kinora.Synthesis;

/// <summary>How far a rendering has come.</summary>
/// <param name="Done">Clips written.</param>
/// <param name="Total">Clips in all.</param>
public readonly record struct RenderProgress(int Done, int Total);
