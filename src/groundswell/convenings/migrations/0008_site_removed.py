from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("convenings", "0007_contact")]

    operations = [
        migrations.AddField(
            model_name="convening", name="site_removed", field=models.PositiveSmallIntegerField(default=0)
        ),
    ]
