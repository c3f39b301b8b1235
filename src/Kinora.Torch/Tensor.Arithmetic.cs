namespace Kinora.Torch;

/// <content>C#'s operators; each is the operator of libtorch of that meaning.</content>
public sealed partial class Tensor
{
    public static Tensor operator +(Tensor left, Tensor right) => left.Add(right);

    public static Tensor operator +(Tensor left, Scalar right) => left.Add(right);

    public static Tensor operator +(Scalar left, Tensor right) => right.Add(left);

    public static Tensor operator -(Tensor left, Tensor right) => left.Sub(right);

    public static Tensor operator -(Tensor left, Scalar right) => left.Sub(right);

    public static Tensor operator -(Scalar left, Tensor right) => right.Rsub(left);

    public static Tensor operator -(Tensor value) => value.Neg();

    public static Tensor operator *(Tensor left, Tensor right) => left.Mul(right);

    public static Tensor operator *(Tensor left, Scalar right) => left.Mul(right);

    public static Tensor operator *(Scalar left, Tensor right) => right.Mul(left);

    public static Tensor operator /(Tensor left, Tensor right) => left.Div(right);

    public static Tensor operator /(Tensor left, Scalar right) => left.Div(right);
}
