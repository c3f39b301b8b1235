using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Kinora.Web.Storage;

/// <summary>The system's SQLite, which gets security updates; no copy of it is shipped.</summary>
internal static class SqliteLibrary
{
    private const string Installed = "libsqlite3.so.0";

    // A static constructor runs once, and an assembly can have one resolver only.
    static SqliteLibrary()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
    }

    /// <summary>Loads it, the first time.</summary>
    /// <exception cref="WebException">It is not installed.</exception>
    public static void Load()
    {
        try
        {
            _ = raw.sqlite3_libversion_number();
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException)
        {
            throw new WebException($"{Installed} cannot be loaded, and the server keeps its queue in it; install it with: apt-get install libsqlite3-0", e);
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search) =>
        name == "e_sqlite3" ? NativeLibrary.Load(Installed) : 0;
}
