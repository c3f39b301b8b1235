namespace Kinora.Training;

/// <summary>A training that cannot go on; the message says where and what to do.</summary>
public sealed class TrainingException(string message) : Exception(message);
