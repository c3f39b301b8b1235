namespace Kinora.Web.Storage;

/// <summary>A video that was accepted.</summary>
/// <param name="Id">Thirty-two hexadecimal digits that nobody can guess; also the name of its file.</param>
/// <param name="Sha256">Of its bytes, in hexadecimal digits.</param>
/// <param name="Bytes">How many.</param>
/// <param name="Name">What it was called where it came from: for display only.</param>
/// <param name="IsDeleted">Whether the file is gone.</param>
public sealed record Upload(string Id, string Sha256, long Bytes, string Name, bool IsDeleted);
