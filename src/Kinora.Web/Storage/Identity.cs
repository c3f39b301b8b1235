using System.Security.Cryptography;

namespace Kinora.Web.Storage;

/// <summary>Ids of uploads and jobs: who does not know one cannot guess it.</summary>
internal static class Identity
{
    private const int Bytes = 16;

    /// <summary>A new one.</summary>
    public static string Draw() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
}
