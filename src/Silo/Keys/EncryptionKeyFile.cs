using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AuthServe.Silo.Storage;

namespace AuthServe.Silo.Keys;

/// <summary>The encryption key of an embedded silo: base64 of 32 bytes in a file that only its owner may open.</summary>
internal static class EncryptionKeyFile
{
    private const string NoOtherKey = "A new key cannot read what the old one has encrypted.";

    /// <summary>The key in the file, which is made with a new one for a new database.</summary>
    public static ImmutableArray<byte> ReadOrCreate(DataFolder folder)
    {
        var path = Path.Combine(folder.Path, "keys", "encryption.key");
        return File.Exists(path) ? Read(path) : Create(path, folder);
    }

    private static ImmutableArray<byte> Read(string path)
    {
        if (PrivateFiles.IsOpenToOthers(path))
        {
            throw new StartupException(
                $"The encryption key {path} is open to other users: allow only its owner (chmod 600), and consider who has read it.");
        }

        return KeyOptions.TryReadKey(File.ReadAllText(path), out var key)
            ? key
            : throw new StartupException(
                $"The encryption key {path} is not the base64 of 32 bytes: restore it. {NoOtherKey}");
    }

    private static ImmutableArray<byte> Create(string path, DataFolder folder)
    {
        if (new FileInfo(folder.Database).Length > 0)
        {
            throw new StartupException(
                $"The encryption key {path} is missing, but {folder.Database} is in use: restore the key, or set it in " +
                $"AuthServe:Keys:EncryptionKey. {NoOtherKey}");
        }

        var key = RandomNumberGenerator.GetBytes(32);
        PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
        PrivateFiles.Create(path, Encoding.ASCII.GetBytes(Convert.ToBase64String(key) + "\n"));
        return [.. key];
    }
}
