using System.Runtime.Versioning;
using AuthServe.Silo;
using AuthServe.Silo.Keys;
using AuthServe.Silo.Storage;
using AuthServe.Support.Storage;

namespace AuthServe.Postgres.Tests.Keys;

[UnsupportedOSPlatform("windows")]
public sealed class EncryptionKeyFileTests : IAsyncDisposable
{
    private readonly EmbeddedDatabase _database = new();
    private readonly DataFolder _folder;

    public EncryptionKeyFileTests() => _folder = DataFolder.Open(_database.DataFolder);

    private string KeyFile => Path.Combine(_folder.Path, "keys", "encryption.key");

    [Fact]
    public void A_new_folder_gets_a_key_of_its_own_and_keeps_it()
    {
        var key = EncryptionKeyFile.ReadOrCreate(_folder);

        Assert.Equal(32, key.Length);
        Assert.NotEqual(new byte[32], key);
        Assert.Equal(key, EncryptionKeyFile.ReadOrCreate(_folder));
    }

    [Fact]
    public void Only_the_owner_may_open_the_key()
    {
        EncryptionKeyFile.ReadOrCreate(_folder);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        Assert.False(PrivateFiles.IsOpenToOthers(Path.GetDirectoryName(KeyFile)!));
    }

    [Theory, InlineData(UnixFileMode.GroupRead), InlineData(UnixFileMode.OtherRead), InlineData(UnixFileMode.OtherWrite)]
    public void A_key_that_others_may_open_is_refused(UnixFileMode excess)
    {
        EncryptionKeyFile.ReadOrCreate(_folder);
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | excess);

        var refusal = Assert.Throws<StartupException>(() => EncryptionKeyFile.ReadOrCreate(_folder));

        Assert.Contains(KeyFile, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("chmod 600", refusal.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(""), InlineData("not a key"), InlineData("c2hvcnQ=")]
    public void A_damaged_key_is_refused_and_left_alone(string content)
    {
        EncryptionKeyFile.ReadOrCreate(_folder);
        File.WriteAllText(KeyFile, content);

        var refusal = Assert.Throws<StartupException>(() => EncryptionKeyFile.ReadOrCreate(_folder));

        Assert.Contains($"{KeyFile} is not the base64 of 32 bytes", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(KeyFile));
    }

    [Fact]
    public void A_database_without_its_key_is_refused()
    {
        File.WriteAllText(_folder.Database, "state");

        var refusal = Assert.Throws<StartupException>(() => EncryptionKeyFile.ReadOrCreate(_folder));

        Assert.Contains("AuthServe:Keys:EncryptionKey", refusal.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(KeyFile));
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return _database.DisposeAsync();
    }
}
