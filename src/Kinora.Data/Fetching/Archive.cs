using System.Formats.Tar;
using System.IO.Compression;

namespace Kinora.Data.Fetching;

/// <summary>Unpacks archives: zip and tar here, rar and others by the program <c>bsdtar</c>. What would land outside the folder is refused.</summary>
internal static class Archive
{
    private enum Kind
    {
        None,
        Zip,
        Tar,
        TarGzip,
        Other,
    }

    /// <summary>Whether a file of this name needs <c>bsdtar</c>.</summary>
    public static bool NeedsBsdtar(string name) => Path.GetExtension(name).ToLowerInvariant() is ".rar" or ".7z" or ".xz" or ".bz2" or ".zst";

    /// <summary>Whether a file of this name is an archive.</summary>
    public static bool IsArchive(string name) => NeedsBsdtar(name) || Path.GetExtension(name).ToLowerInvariant() is ".zip" or ".tar" or ".tgz" || name.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>Unpacks one archive, told by its content, into a folder; false where the file is no archive.</summary>
    /// <exception cref="DataException">The archive is damaged, or holds what would lie outside the folder.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static async Task<bool> Unpack(string path, string folder, CancellationToken cancellation)
    {
        var kind = KindOf(path);
        if (kind == Kind.None)
        {
            return false;
        }

        Directory.CreateDirectory(folder);
        try
        {
            switch (kind)
            {
                case Kind.Zip:
                    await Unzip(path, folder, cancellation).ConfigureAwait(false);
                    break;
                case Kind.Tar:
                    await Untar(File.OpenRead(path), path, folder, cancellation).ConfigureAwait(false);
                    break;
                case Kind.TarGzip:
                    await Untar(new GZipStream(File.OpenRead(path), CompressionMode.Decompress), path, folder, cancellation).ConfigureAwait(false);
                    break;
                default:
                    await Bsdtar.Unpack(path, folder, cancellation).ConfigureAwait(false);
                    break;
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new DataException($"{path} is damaged and cannot be unpacked: {e.Message}; remove it to fetch it anew", e);
        }

        RefuseLinks(path, folder);
        return true;
    }

    private static Kind KindOf(string path)
    {
        Span<byte> block = stackalloc byte[512];
        using var stream = File.OpenRead(path);
        ReadOnlySpan<byte> head = block[..stream.ReadAtLeast(block, block.Length, throwOnEndOfStream: false)];
        return head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8) ? Kind.Zip
            : head.Length > 262 && head[257..].StartsWith("ustar"u8) ? Kind.Tar
            : head.StartsWith<byte>([0x1F, 0x8B]) ? Kind.TarGzip
            : head.StartsWith("Rar!"u8) || head.StartsWith<byte>([0x37, 0x7A, 0xBC, 0xAF]) || head.StartsWith<byte>([0xFD, 0x37, 0x7A, 0x58])
                || head.StartsWith("BZh"u8) || head.StartsWith<byte>([0x28, 0xB5, 0x2F, 0xFD]) ? Kind.Other
            : Kind.None;
    }

    private static async Task Unzip(string path, string folder, CancellationToken cancellation)
    {
        await using var zip = await ZipFile.OpenReadAsync(path, cancellation).ConfigureAwait(false);
        foreach (var entry in zip.Entries)
        {
            cancellation.ThrowIfCancellationRequested();
            // Some programs of Windows write backslashes.
            var name = entry.FullName.Replace('\\', '/');
            if (IsOfMac(name))
            {
                continue;
            }

            var target = Inside(folder, name, path);
            if (name.EndsWith('/'))
            {
                Directory.CreateDirectory(target);
                continue;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await using var source = await entry.OpenAsync(cancellation).ConfigureAwait(false);
            await Write(source, target, cancellation).ConfigureAwait(false);
            if (new FileInfo(target).Length != entry.Length)
            {
                throw new InvalidDataException($"{name} has {new FileInfo(target).Length:N0} bytes, the list in the archive says {entry.Length:N0}");
            }
        }
    }

    private static async Task Untar(Stream stream, string path, string folder, CancellationToken cancellation)
    {
        await using var reader = new TarReader(stream);
        while (await reader.GetNextEntryAsync(copyData: false, cancellation).ConfigureAwait(false) is { } entry)
        {
            if (entry.EntryType is TarEntryType.GlobalExtendedAttributes || IsOfMac(entry.Name))
            {
                continue;
            }

            var target = Inside(folder, entry.Name, path);
            switch (entry.EntryType)
            {
                case TarEntryType.Directory:
                    Directory.CreateDirectory(target);
                    break;
                case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                    Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                    await Write(entry.DataStream ?? Stream.Null, target, cancellation).ConfigureAwait(false);
                    break;
                default:
                    throw new DataException($"{path} holds {entry.Name}, a {entry.EntryType}; only files and folders are unpacked");
            }
        }
    }

    private static async Task Write(Stream source, string target, CancellationToken cancellation)
    {
        await using var file = new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true);
        await source.CopyToAsync(file, cancellation).ConfigureAwait(false);
    }

    // Notes that macOS puts beside every file, and that no other system reads.
    private static bool IsOfMac(string name) => name.StartsWith("__MACOSX/", StringComparison.Ordinal) || name.Contains("/._", StringComparison.Ordinal);

    private static string Inside(string folder, string name, string archive)
    {
        var root = Path.GetFullPath(folder);
        var target = Path.GetFullPath(Path.Combine(root, name));
        return target == root || target.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? target
            : throw new DataException($"{archive} holds '{name}', which would lie outside its folder; nothing of it is used");
    }

    // A link may lead anywhere, and data sets need none.
    private static void RefuseLinks(string archive, string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };
        var link = new DirectoryInfo(folder).EnumerateFileSystemInfos("*", options).FirstOrDefault(entry => entry.LinkTarget is not null);
        if (link is not null)
        {
            throw new DataException($"{archive} holds the link '{Path.GetRelativePath(folder, link.FullName)}', which leads to {link.LinkTarget}; nothing of it is used");
        }
    }
}
