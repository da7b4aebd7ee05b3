namespace Autoscale.Checks;

/// <summary>Where something stands: the file as it was named, "stdin" for the standard input; the document in it, from 1; the item of a list, from 0.</summary>
/// <param name="File">The file.</param>
/// <param name="Document">The document; 0 for the file as a whole.</param>
/// <param name="Item">The item; null where the document is no list.</param>
/// <param name="Line">The line on which the document begins, from 1.</param>
internal sealed record ManifestPlace(string File, int Document, int? Item, int Line)
{
    /// <summary>"file:document", or "file:document[item]".</summary>
    public override string ToString() => Document == 0 ? File : Item is null ? $"{File}:{Document}" : $"{File}:{Document}[{Item}]";
}
