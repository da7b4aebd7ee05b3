namespace Autoscale.LocalCluster.Api;

/// <summary>Draws the uids and name suffixes of new objects from one source of chance.</summary>
public sealed class NameGenerator(Random random)
{
    // Upstream leaves out vowels and digits that look like letters, so that no words arise.
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";
    private const int SuffixLength = 5;
    private const int MaxPrefix = 63 - SuffixLength;

    private readonly Lock _lock = new();

    /// <summary>A name with the prefix (shortened to fit 63 characters) and five letters.</summary>
    public string Name(string prefix)
    {
        lock (_lock)
        {
            var shortened = prefix.Length > MaxPrefix ? prefix[..MaxPrefix] : prefix;
            return shortened + new string(random.GetItems<char>(Alphabet, SuffixLength));
        }
    }

    /// <summary>A new uid.</summary>
    public string Uid()
    {
        var bytes = new byte[16];
        lock (_lock)
        {
            random.NextBytes(bytes);
        }

        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
