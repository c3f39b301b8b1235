using System.Runtime.InteropServices;

namespace Kinora.Torch.Initializers;

/// <summary>A function of C that .NET lacks; Python's <c>math.erf</c> is the same one, bit for bit.</summary>
internal static partial class CMath
{
    /// <summary>The error function.</summary>
    [LibraryImport("libm.so.6", EntryPoint = "erf")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial double Erf(double x);
}
