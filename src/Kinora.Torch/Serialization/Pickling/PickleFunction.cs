namespace Kinora.Torch.Serialization.Pickling;

/// <summary>A Python function or class that a pickle may call, by its full name, and what it does here.</summary>
internal sealed record PickleFunction(string Name, Func<object?[], object?> Call);
