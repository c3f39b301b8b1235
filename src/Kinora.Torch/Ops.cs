namespace Kinora.Torch;

/// <summary>The operators of libtorch whose first argument is not the tensor <c>self</c>; the others are methods of <see cref="Tensor"/>.</summary>
public static partial class Ops
{
}
