namespace Kinora.Inference.Annotation;

/// <summary>What came of writing an annotated video.</summary>
/// <param name="File">The file.</param>
/// <param name="FrameCount">How many frames it has.</param>
/// <param name="Warning">What is wrong with the source, its picture or its sound; null where nothing is.</param>
public sealed record WrittenVideo(string File, int FrameCount, string? Warning);
