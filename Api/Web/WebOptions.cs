using System.ComponentModel.DataAnnotations;

namespace Pipeline.Api.Web;

/// <summary>The dashboard that this process serves.</summary>
internal sealed class WebOptions : IValidatableObject
{
    public const string SectionName = "Web";
    public const string FirstPage = "index.html";

    /// <summary>Where the built web is. Empty, the default: <c>wwwroot</c> beside the program, if it is there.</summary>
    public string Directory { get; set; } = "";

    /// <summary>Whether the demo shop is served at <c>/demo</c>. Default false.</summary>
    public bool Demo { get; set; }

    /// <summary>The shop's name, as the dashboard shows it. Default <c>Shop</c>.</summary>
    [Required]
    public string Shop { get; set; } = "Shop";

    /// <summary>ISO 4217 code of all amounts. Default <c>EUR</c>.</summary>
    [RegularExpression("^[A-Z]{3}$", ErrorMessage = "It must be the three capital letters of an ISO 4217 code.")]
    public string Currency { get; set; } = "EUR";

    public string GetFullDirectory() => Path.GetFullPath(Directory.Length > 0 ? Directory : "wwwroot", AppContext.BaseDirectory);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Directory.Length > 0 && !File.Exists(Path.Join(GetFullDirectory(), FirstPage)))
        {
            yield return new ValidationResult($"There is no {FirstPage}: build the web first.", [nameof(Directory)]);
        }
    }
}
