using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Pipeline.Core.Protection;

namespace Pipeline.Api.Security.Protection;

/// <summary>Data protection's keys, in the store. It asks for them synchronously, when a process starts and once a day.</summary>
internal sealed class StoredKeys(IKeyRing ring) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. ring.GetAsync(CancellationToken.None).GetAwaiter().GetResult().Select(content => XElement.Parse(content))];

    public void StoreElement(XElement element, string friendlyName) =>
        ring.AddAsync(friendlyName, element.ToString(SaveOptions.DisableFormatting), CancellationToken.None).GetAwaiter().GetResult();
}
